# One libFuzzer program per *_fuzz.cc, which stands beside the code that it tests; ./dev fuzz runs each.
file(GLOB_RECURSE LASTGOOD_FUZZERS CONFIGURE_DEPENDS
  base/*_fuzz.cc catalog/*_fuzz.cc collectors/*_fuzz.cc dashboards/*_fuzz.cc exporter/*_fuzz.cc proof/*_fuzz.cc
  model/*_fuzz.cc net/*_fuzz.cc outputs/*_fuzz.cc promql/*_fuzz.cc rules/*_fuzz.cc)
foreach(source ${LASTGOOD_FUZZERS})
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE lastgood_core)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
endforeach()
