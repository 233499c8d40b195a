# The sources of lastgood_core in the groups that source_groups finds. They are kept while the list of sources stays the
# same: an edit that gives two of a group the same private name is refused by the compiler then; delete groups.txt.
string(REPLACE ";" "\n" lines "${LASTGOOD_SOURCES}")
string(REPLACE "${CMAKE_SOURCE_DIR}/" "" lines "${lines}\n")
set(before "")
if(EXISTS ${CMAKE_BINARY_DIR}/groups.txt)
  file(READ ${CMAKE_BINARY_DIR}/sources.txt before)
endif()
if(NOT lines STREQUAL before)
  file(WRITE ${CMAKE_BINARY_DIR}/sources.txt "${lines}")
  file(REMOVE ${CMAKE_BINARY_DIR}/groups.txt)
  execute_process(
    COMMAND ${CMAKE_SOURCE_DIR}/cmake/source_groups 14 ${CMAKE_BINARY_DIR}/groups
      ${CMAKE_CXX_COMPILER} -std=c++20 -I${CMAKE_SOURCE_DIR}
    INPUT_FILE ${CMAKE_BINARY_DIR}/sources.txt OUTPUT_VARIABLE groups
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} COMMAND_ERROR_IS_FATAL ANY)
  file(WRITE ${CMAKE_BINARY_DIR}/groups.txt "${groups}")
endif()
file(STRINGS ${CMAKE_BINARY_DIR}/groups.txt groups)
foreach(line IN LISTS groups)
  if(line MATCHES "^([0-9]+) (.+)$")
    set_source_files_properties(${CMAKE_SOURCE_DIR}/${CMAKE_MATCH_2} PROPERTIES UNITY_GROUP group_${CMAKE_MATCH_1})
  endif()
endforeach()
set_source_files_properties(${CMAKE_SOURCE_DIR}/base/build_info.cc PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
set_target_properties(lastgood_core PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
