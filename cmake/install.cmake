include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(IZDE_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/izde)
install(TARGETS izde EXPORT izde-targets FILE_SET HEADERS)
install(EXPORT izde-targets NAMESPACE izde:: DESTINATION ${IZDE_CMAKEDIR})
configure_package_config_file(cmake/izde-config.cmake.in ${PROJECT_BINARY_DIR}/izde-config.cmake
  INSTALL_DESTINATION ${IZDE_CMAKEDIR})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/izde-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/izde-config.cmake ${PROJECT_BINARY_DIR}/izde-config-version.cmake
  cmake/dependencies.cmake DESTINATION ${IZDE_CMAKEDIR})
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
