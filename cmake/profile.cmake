# Of sim/: a build by profile. The simulator is compiled so that it counts what it does, runs (sim/train/train.c), and is compiled
# for good by what was counted.
add_sim(sim_counting EXCLUDE_FROM_ALL)
# Static functions are numbered: by default their ids hold the name of the object, which is not the same the second time.
set(numbered "SHELL:--param profile-func-internal-id=1")
target_compile_options(sim_counting PRIVATE -fprofile-generate ${numbered})
add_executable(train EXCLUDE_FROM_ALL train/train.c)
target_link_libraries(train PRIVATE sim_counting albatross_flags)
target_link_options(train PRIVATE -fprofile-generate ${ALBATROSS_WHOLE})

set(profile ${CMAKE_CURRENT_BINARY_DIR}/profile)
set(counted ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/sim_counting.dir)
file(GLOB scenarios CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/scenarios/*.json)
list(FILTER scenarios EXCLUDE REGEX "schema.json$")
add_custom_command(OUTPUT ${profile}/counted
  COMMAND ${CMAKE_COMMAND} -DCOUNTED=${counted} -DPROFILE=${profile} -DSTEP=clear -P ${PROJECT_SOURCE_DIR}/cmake/collect_counts.cmake
  COMMAND train ${profile}/runs ${scenarios}
  COMMAND ${CMAKE_COMMAND} -DCOUNTED=${counted} -DPROFILE=${profile} -DSTEP=collect -P ${PROJECT_SOURCE_DIR}/cmake/collect_counts.cmake
  DEPENDS train ${PROJECT_SOURCE_DIR}/cmake/collect_counts.cmake
  COMMENT "Counting what the simulator does" VERBATIM)
add_custom_target(sim_profile DEPENDS ${profile}/counted)
add_dependencies(sim sim_profile)
# What never ran is compiled as usual, not for size.
target_compile_options(sim PRIVATE -fprofile-use=${profile} -fprofile-partial-training -Wno-missing-profile ${numbered})
