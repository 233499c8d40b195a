# One program per tests/bench/*_bench.cc, of which ./dev bench runs each, and the soak, which ./dev soak runs.
find_package(benchmark REQUIRED)
file(GLOB LASTGOOD_BENCHES CONFIGURE_DEPENDS tests/bench/*_bench.cc)
add_library(lastgood_bench_support STATIC tests/support/hostile_clients.cc tests/support/process.cc
  tests/support/test_certificates.cc tests/support/test_reply.cc tests/support/test_server.cc
  tests/support/test_stream.cc)
target_link_libraries(lastgood_bench_support PUBLIC lastgood_core)
foreach(source ${LASTGOOD_BENCHES} tests/soak/soak.cc)
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE lastgood_bench_support benchmark::benchmark)
  target_compile_definitions(${name} PRIVATE
    LASTGOOD_SOURCE_DIR="${CMAKE_SOURCE_DIR}" LASTGOOD_BINARY="$<TARGET_FILE:lastgood>")
  add_dependencies(${name} lastgood)
endforeach()
