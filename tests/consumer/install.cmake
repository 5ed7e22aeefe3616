# cmake -DBUILD=... -DPREFIX=... -P install.cmake: installs into an empty PREFIX, and looks for what must
# be there, the program among it.
file(REMOVE_RECURSE ${PREFIX})
set(ENV{DESTDIR} "")
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${PREFIX}
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
foreach(file include/izde/izde.h bin/izde)
  if(NOT EXISTS ${PREFIX}/${file})
    message(FATAL_ERROR "not installed: ${file}")
  endif()
endforeach()
execute_process(COMMAND ${PREFIX}/bin/izde --version COMMAND_ERROR_IS_FATAL ANY)
