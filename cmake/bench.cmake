# One program per tests/bench/*_bench.cc; ./dev bench runs each.
find_package(benchmark REQUIRED)
file(GLOB LASTGOOD_BENCHES CONFIGURE_DEPENDS tests/bench/*_bench.cc)
foreach(source ${LASTGOOD_BENCHES})
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${source} tests/support/process.cc tests/support/test_certificates.cc
    tests/support/test_reply.cc tests/support/test_server.cc tests/support/test_stream.cc)
  target_link_libraries(${name} PRIVATE lastgood_core benchmark::benchmark)
  target_compile_definitions(${name} PRIVATE
    LASTGOOD_SOURCE_DIR="${CMAKE_SOURCE_DIR}" LASTGOOD_BINARY="$<TARGET_FILE:lastgood>")
  add_dependencies(${name} lastgood)
endforeach()
