# The Debian package: what it installs, and what CPack is told. ./dev package builds it.
include(GNUInstallDirs)

# Whoever links these in says whose they are; the package carries their copyright files.
set(LASTGOOD_LINKED_IN libyaml-cpp-dev libpugixml-dev libre2-dev libfmt-dev libzstd-dev liblzma-dev libbz2-dev
  liblz4-dev libcmark-gfm-dev nlohmann-json3-dev libcli11-dev libboost-dev)
# Debian 13's re2 and lz4 bring these along.
foreach(flags IN LISTS RE2_STATIC_LDFLAGS LZ4_STATIC_LDFLAGS)
  if(flags MATCHES "-labsl")
    list(APPEND LASTGOOD_LINKED_IN libabsl-dev)
  elseif(flags MATCHES "-lxxhash")
    list(APPEND LASTGOOD_LINKED_IN libxxhash-dev)
  endif()
endforeach()
list(REMOVE_DUPLICATES LASTGOOD_LINKED_IN)

set(documents ${CMAKE_BINARY_DIR}/documents)
set(debian ${CMAKE_SOURCE_DIR}/deploy/debian)
add_custom_command(OUTPUT ${documents}/.made
  COMMAND ${CMAKE_COMMAND} -E env EMULATOR=${CMAKE_CROSSCOMPILING_EMULATOR} ${debian}/make-documents $<TARGET_FILE:lastgood> ${documents} ${PROJECT_VERSION}
    ${LASTGOOD_LINKED_IN}
  COMMAND ${CMAKE_COMMAND} -E touch ${documents}/.made
  DEPENDS lastgood ${debian}/make-documents ${debian}/config-man.awk ${CMAKE_SOURCE_DIR}/docs/configuration.md
    ${CMAKE_SOURCE_DIR}/CHANGELOG.md
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} VERBATIM)
add_custom_target(lastgood_documents ALL DEPENDS ${documents}/.made)

install(TARGETS lastgood RUNTIME DESTINATION bin)
install(DIRECTORY ${documents}/share ${documents}/bin DESTINATION .)
install(FILES deploy/systemd/lastgood.service DESTINATION lib/systemd/system)
install(FILES deploy/systemd/lastgood.sysusers.conf DESTINATION lib/sysusers.d RENAME lastgood.conf)
install(FILES ${debian}/lastgood.yaml DESTINATION /etc/lastgood)
install(FILES ${debian}/lintian-overrides DESTINATION share/lintian/overrides RENAME lastgood)
install(FILES docs/install.md README.md SECURITY.md DESTINATION share/doc/lastgood)

# A package of one Debian release links its libraries: 0.1.0-1~deb12 goes to 0.1.0-1~deb13 by an upgrade.
file(STRINGS /etc/os-release release REGEX "^VERSION_ID=")
string(REGEX MATCH "[0-9]+" release "${release}")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME lastgood)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1~deb${release})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "The lastgood maintainers <maintainers@lastgood.dev>")
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "systemd | systemd-sysusers, procps, ca-certificates, tzdata")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "prometheus, prometheus-node-exporter")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Prometheus exporter that says what backups could be restored
Reads backups where they are kept (folders, buckets, restic and kopia
repositories, CloudNativePG, Longhorn, Velero and others) and says what could
be restored now, up to when, and how that is known: to a person, to CI and to
Prometheus. Alert rules and dashboards are generated to fit.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${debian}/postinst ${debian}/prerm ${debian}/postrm ${debian}/conffiles)
include(CPack)
