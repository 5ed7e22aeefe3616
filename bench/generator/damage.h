#pragma once

#include <string>

#include "random.h"

namespace izde::bench {

/// Damages `text`, valid UTF-8, all of it in one way drawn from `random`: ӊ for ң; capital И for ғ
/// and ұ inside words; Latin i for і; ə (U+0259) for ә; й as и and a combining breve; soft hyphens
/// inside words.
void damage(Random& random, std::string& text);

}  // namespace izde::bench
