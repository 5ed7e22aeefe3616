# Flags for our own translation units only. A function and not an INTERFACE target: a static library
# carries even PRIVATE link dependencies into its export set (CMake < 3.26).
function(izde_set_flags target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    -Wnon-virtual-dtor -Wold-style-cast $<$<BOOL:${IZDE_WERROR}>:-Werror>)
  if(IZDE_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${IZDE_SANITIZE} -fno-sanitize-recover=all
      -fno-omit-frame-pointer)
    # With sanitizers on, GCC 12 takes members of std::regex for unset.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_link_options(${target} PRIVATE -fsanitize=${IZDE_SANITIZE})
  endif()
endfunction()
