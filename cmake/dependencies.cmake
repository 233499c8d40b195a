# Debian's libraries.
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
find_package(Boost REQUIRED CONFIG)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(LZMA REQUIRED IMPORTED_TARGET liblzma)
pkg_check_modules(LZ4 REQUIRED IMPORTED_TARGET liblz4)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(SIMDJSON REQUIRED IMPORTED_TARGET simdjson)

# Archives where Debian ships them, so that a package depends on less; never of libc, OpenSSL, libcurl and zlib, whose
# fixes must reach the program without a new build, nor of libcrypt, whose licence asks for it.
add_library(lastgood_dependencies INTERFACE)
if(LASTGOOD_STATIC)
  target_link_libraries(lastgood_dependencies INTERFACE
    -Wl,-Bstatic -lyaml-cpp -lpugixml -lcmark-gfm-extensions -lcmark-gfm ${RE2_STATIC_LDFLAGS} -lzstd -llzma ${LZ4_STATIC_LDFLAGS} -lbz2 -Wl,-Bdynamic
    CURL::libcurl OpenSSL::SSL OpenSSL::Crypto ZLIB::ZLIB nlohmann_json::nlohmann_json fmt::fmt-header-only
    date::date date::date-tz PkgConfig::SIMDJSON prometheus-cpp::core Boost::headers Threads::Threads crypt)
else()
  target_link_libraries(lastgood_dependencies INTERFACE
    CURL::libcurl OpenSSL::SSL OpenSSL::Crypto ZLIB::ZLIB yaml-cpp nlohmann_json::nlohmann_json fmt::fmt
    pugixml::pugixml date::date date::date-tz PkgConfig::SIMDJSON PkgConfig::RE2 prometheus-cpp::core
    cmark-gfm-extensions cmark-gfm PkgConfig::ZSTD PkgConfig::LZMA PkgConfig::LZ4 BZip2::BZip2 Boost::headers Threads::Threads crypt)
endif()
