# SPDX-License-Identifier: GPL-3.0-or-later
# The files that `cmake --install` lays down, so that find_package(Fatou) works elsewhere.
include(CMakePackageConfigHelpers)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/Fatou")
configure_package_config_file(
  "${CMAKE_CURRENT_LIST_DIR}/FatouConfig.cmake.in" "${PROJECT_BINARY_DIR}/FatouConfig.cmake"
  INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/FatouConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(EXPORT FatouTargets NAMESPACE Fatou:: DESTINATION "${package_dir}")
install(FILES
  "${PROJECT_BINARY_DIR}/FatouConfig.cmake"
  "${PROJECT_BINARY_DIR}/FatouConfigVersion.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/FindISAL.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/FindNettle.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/FindMPFR.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/FindWebP.cmake"
  "${CMAKE_CURRENT_LIST_DIR}/FindZstd.cmake"
  DESTINATION "${package_dir}")

# Scripts that people copy to begin with on a cluster.
install(DIRECTORY "${PROJECT_SOURCE_DIR}/resources/cluster"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/fatou")

# The Python module: PYTHONPATH is PREFIX/share/fatou/python.
install(DIRECTORY "${PROJECT_SOURCE_DIR}/resources/python"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/fatou"
  PATTERN "__pycache__" EXCLUDE)
