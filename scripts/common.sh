# Read by the other scripts: goes to the project's folder, sets up, and knows how to build a preset.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ ${IZDE_SKIP_SETUP:-} == 1 ]] || bash scripts/setup
command -v ccache > /dev/null && export CMAKE_CXX_COMPILER_LAUNCHER=ccache

# Configures and builds a preset; shows the compiler's output only when it fails.
build_preset() {
  local preset=$1 log
  log=$(mktemp)
  echo "building the $preset preset in build/$preset ..."
  if ! { cmake --preset "$preset" && cmake --build --preset "$preset"; } > "$log" 2>&1; then
    tail -n 100 "$log" >&2
    echo "the $preset preset does not build" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}
