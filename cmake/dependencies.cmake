# What the library links, found in the system; also installed, so that a consumer of the static library
# finds the same. None appears in a public header.
include(CMakeFindDependencyMacro)
find_dependency(PkgConfig)
find_dependency(Threads)
find_dependency(ICU 70 COMPONENTS uc)
find_dependency(Boost 1.81)
find_dependency(fmt 9)
pkg_check_modules(IZDE_ZSTD REQUIRED QUIET IMPORTED_TARGET libzstd)
pkg_check_modules(IZDE_XXHASH REQUIRED QUIET IMPORTED_TARGET libxxhash)
pkg_check_modules(IZDE_HWY REQUIRED QUIET IMPORTED_TARGET libhwy)
if(NOT TARGET izde::stemmer)  # Debian's libstemmer has neither a CMake nor a pkg-config file
  find_path(IZDE_STEMMER_INCLUDE libstemmer.h REQUIRED)
  find_library(IZDE_STEMMER_LIBRARY stemmer REQUIRED)
  mark_as_advanced(IZDE_STEMMER_INCLUDE IZDE_STEMMER_LIBRARY)
  add_library(izde::stemmer UNKNOWN IMPORTED)
  set_target_properties(izde::stemmer PROPERTIES IMPORTED_LOCATION ${IZDE_STEMMER_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${IZDE_STEMMER_INCLUDE})
endif()
