# One program per tests/bench/*_bench.cc; ./dev bench runs each.
find_package(benchmark REQUIRED)
file(GLOB LASTGOOD_BENCHES CONFIGURE_DEPENDS tests/bench/*_bench.cc)
foreach(source ${LASTGOOD_BENCHES})
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE lastgood_core benchmark::benchmark)
endforeach()
