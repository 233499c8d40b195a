# Debian's libraries. civetweb comes from LASTGOOD_CIVETWEB (what ./dev builds, with TLS and IPv6) when that
# is set, else from the distribution's package, which serves plain HTTP only.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(CURL REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(fmt REQUIRED)
find_package(pugixml REQUIRED)
find_package(date REQUIRED)
find_package(CLI11 REQUIRED)
find_package(prometheus-cpp REQUIRED)
find_package(BZip2 REQUIRED)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(LZMA REQUIRED IMPORTED_TARGET liblzma)
pkg_check_modules(LZ4 REQUIRED IMPORTED_TARGET liblz4)
pkg_check_modules(LZO REQUIRED lzo2)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(SIMDJSON REQUIRED IMPORTED_TARGET simdjson)

add_library(lastgood_civetweb INTERFACE)
set(LASTGOOD_CIVETWEB "" CACHE PATH "Prefix of a civetweb built with TLS linked in")
if(LASTGOOD_CIVETWEB)
  target_include_directories(lastgood_civetweb SYSTEM INTERFACE ${LASTGOOD_CIVETWEB}/include)
  target_link_libraries(lastgood_civetweb INTERFACE
    ${LASTGOOD_CIVETWEB}/lib/libcivetweb.a OpenSSL::SSL OpenSSL::Crypto ZLIB::ZLIB Threads::Threads ${CMAKE_DL_LIBS})
  target_compile_definitions(lastgood_civetweb INTERFACE LASTGOOD_CIVETWEB_TLS=1)
else()
  find_library(LASTGOOD_CIVETWEB_LIBRARY civetweb REQUIRED)
  target_link_libraries(lastgood_civetweb INTERFACE ${LASTGOOD_CIVETWEB_LIBRARY})
endif()

add_library(lastgood_dependencies INTERFACE)
target_link_libraries(lastgood_dependencies INTERFACE
  CURL::libcurl OpenSSL::SSL OpenSSL::Crypto ZLIB::ZLIB yaml-cpp nlohmann_json::nlohmann_json fmt::fmt
  pugixml::pugixml date::date date::date-tz PkgConfig::SIMDJSON PkgConfig::RE2 prometheus-cpp::core
  PkgConfig::ZSTD PkgConfig::LZMA PkgConfig::LZ4 ${LZO_LINK_LIBRARIES} BZip2::BZip2 lastgood_civetweb Threads::Threads crypt)
