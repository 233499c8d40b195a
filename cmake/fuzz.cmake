# One libFuzzer program per tests/fuzz/*_fuzz.cc; ./dev fuzz runs each.
file(GLOB LASTGOOD_FUZZERS CONFIGURE_DEPENDS tests/fuzz/*_fuzz.cc)
foreach(source ${LASTGOOD_FUZZERS})
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE lastgood_core)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
endforeach()
