# Every *_test.cc beside the code it tests, and the end-to-end tests of tests/, in one program.
enable_testing()
include(GoogleTest)
find_package(GTest REQUIRED)
file(GLOB_RECURSE LASTGOOD_TEST_SOURCES CONFIGURE_DEPENDS
  base/*_test.cc catalog/*_test.cc collectors/*_test.cc dashboards/*_test.cc exporter/*_test.cc proof/*_test.cc
  model/*_test.cc net/*_test.cc outputs/*_test.cc promql/*_test.cc rules/*_test.cc
  tests/*_test.cc tests/support/*.cc)
add_executable(lastgood_tests ${LASTGOOD_TEST_SOURCES})
target_link_libraries(lastgood_tests PRIVATE lastgood_core GTest::gmock GTest::gtest_main)
target_precompile_headers(lastgood_tests PRIVATE
  <gmock/gmock.h> <gtest/gtest.h> <chrono> <functional> <map> <memory> <optional> <string> <vector>)
target_compile_definitions(lastgood_tests PRIVATE
  LASTGOOD_SOURCE_DIR="${CMAKE_SOURCE_DIR}" LASTGOOD_BINARY="$<TARGET_FILE:lastgood>")
if(LASTGOOD_SANITIZE)
  target_compile_options(lastgood_tests PRIVATE -O0)  # what is tested is optimised; the tests need not be
endif()
add_dependencies(lastgood_tests lastgood)
gtest_discover_tests(lastgood_tests DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300)
