# A toolchain for another architecture of the same Debian: CMAKE_TOOLCHAIN_FILE, with LASTGOOD_ARCH as dpkg names it.
# ./dev package arm64 and ./dev image arm64 use it.
set(LASTGOOD_ARCH "$ENV{LASTGOOD_ARCH}" CACHE STRING "The architecture, as dpkg names it")
execute_process(COMMAND dpkg-architecture -a${LASTGOOD_ARCH} -qDEB_HOST_MULTIARCH
  OUTPUT_VARIABLE triplet OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY ERROR_QUIET)
execute_process(COMMAND dpkg-architecture -a${LASTGOOD_ARCH} -qDEB_HOST_GNU_CPU
  OUTPUT_VARIABLE cpu OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY ERROR_QUIET)

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${cpu})
set(CMAKE_C_COMPILER ${triplet}-gcc)
set(CMAKE_CXX_COMPILER ${triplet}-g++)
set(CMAKE_STRIP ${triplet}-strip)
set(CMAKE_LIBRARY_ARCHITECTURE ${triplet})
set(PKG_CONFIG_EXECUTABLE ${triplet}-pkg-config CACHE FILEPATH "")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-${cpu}-static)
set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE ${LASTGOOD_ARCH})
