#pragma once

#include <string>

namespace izde::internal {

/// Makes the checksums of a damaged file right again, as someone who forges a file would, so that
/// the readers behind the checksums are reached. What cannot be found in the file is left.
void patch_footer(std::string& file);
void patch_terms_blocks(std::string& file);
void patch_stored_blocks(std::string& file);

}  // namespace izde::internal
