#include "grammar.h"

#include <array>

namespace izde::bench {
namespace {

// Weights of the commonest chains are those counted in running text (in tenths of a per cent of
// nominal words); the rarer ones are estimates.
constexpr auto kNounChains = std::to_array<Chain>({
    {380, u""},        {95, u"sY"},        {46, u"NYң"},       {40, u"GA"},
    {36, u"DA"},       {33, u"LAр"},       {26, u"CY"},        {30, u"sY+н"},
    {28, u"sY+нDA"},   {24, u"sY+нYң"},    {20, u"sY+нA"},     {17, u"BAн"},
    {16, u"LAр+Y"},    {15, u"LAр+NYң"},   {13, u"LAр+CY"},    {11, u"LAр+GA"},
    {8, u"LAр+DA"},    {7, u"LAр+BAн"},    {7, u"LAр+мен"},    {14, u"Mен"},
    {13, u"sY+мен"},   {12, u"sY+нAн"},    {9, u"LAр+Y+н"},    {8, u"LAр+Y+нYң"},
    {7, u"LAр+Y+нA"},  {6, u"LAр+Y+нDA"},  {4, u"LAр+Y+нAн"},  {5, u"LAр+Y+мен"},
    {16, u"DA+GY"},    {13, u"sY+нDA+GY"}, {5, u"LAр+DA+GY"},  {3, u"LAр+Y+нDA+GY"},
    {2, u"DA+GY+LAр"}, {14, u"LY"},        {6, u"сYз"},        {7, u"LYK"},
    {5, u"шY"},        {3, u"шY+LAр"},     {2, u"шY+LAр+DYң"}, {4, u"DAй"},
    {3, u"шA"},        {8, u"iм"},         {3, u"iм+A"},       {3, u"iм+DY"},
    {3, u"iм+нYң"},    {2, u"iм+DA"},      {2, u"iм+нAн"},     {10, u"iмYз"},
    {3, u"iмYз+DYң"},  {3, u"iмYз+GA"},    {3, u"iмYз+DY"},    {3, u"iмYз+DA"},
    {3, u"LAр+iмYз"},  {2, u"iң"},         {2, u"iңYз"},       {1, u"iңYз+DY"},
    {1, u"LAр+iм"},    {1, u"Cікі"},
});

constexpr auto kAdjectiveChains = std::to_array<Chain>({
    {880, u""},
    {12, u"iрAK"},
    {14, u"LAр"},
    {12, u"sY"},
    {10, u"GA"},
    {8, u"CY"},
    {6, u"LYK"},
    {5, u"LAр+Y"},
    {5, u"LYK+GA"},
    {4, u"sY+н"},
    {4, u"NYң"},
    {4, u"LAр+CY"},
    {4, u"LAр+GA"},
    {3, u"LYK+Y+н"},
    {2, u"LYK+Y"},
});

constexpr auto kNameChains = std::to_array<Chain>({
    {520, u""},
    {160, u"NYң"},
    {70, u"GA"},
    {80, u"DA"},
    {35, u"BAн"},
    {45, u"CY"},
    {30, u"Mен"},
    {45, u"DA+GY"},
    {8, u"LYK"},
    {5, u"LYK+LAр"},
    {2, u"LAр"},
});

constexpr auto kInnerVerbChains = std::to_array<Chain>({
    {190, u"GAн"},       {160, u"iп"},        {70, u"JтYн"},        {75, u"U"},
    {45, u"U+GA"},       {40, u"U+Y"},        {30, u"U+DY"},        {25, u"U+Y+н"},
    {20, u"U+DYң"},      {18, u"U+Y+нA"},     {14, u"U+Y+нYң"},     {12, u"U+Y+мен"},
    {10, u"U+DA"},       {8, u"U+LAр"},       {8, u"U+LAр+Y"},      {24, u"J"},
    {22, u"GAн+DA"},     {14, u"GAн+нAн"},    {14, u"GAн+DAй"},     {12, u"GAн+Y"},
    {10, u"GAн+Y+н"},    {9, u"GAн+DYK+Y+н"}, {7, u"GAн+DYK+DAн"},  {9, u"GAн+LAр"},
    {7, u"GAн+LAр+GA"},  {6, u"GAн+шA"},      {5, u"GAлY"},         {16, u"сA"},
    {5, u"WA+сA"},       {14, u"WA+GAн"},     {9, u"WA+й"},         {6, u"WA+йтYн"},
    {10, u"aр"},         {4, u"WA+с"},        {4, u"WA+U"},         {30, u"P+GAн"},
    {24, u"P+U"},        {18, u"P+iп"},       {16, u"P+AтYн"},      {10, u"P+U+Y"},
    {8, u"P+U+Y+н"},     {5, u"P+GAн+DYK+Y"}, {7, u"UшY"},          {5, u"UшY+LAр"},
    {4, u"UшY+LAр+DYң"}, {3, u"UшY+LAр+GA"},  {4, u"JтYн+DYK+Y+н"}, {3, u"JтYн+DAй"},
});

constexpr auto kFinalVerbChains = std::to_array<Chain>({
    {230, u"DY"},         {170, u"J+DY"},       {80, u"GAн"},          {60, u"P+DY"},
    {45, u"P+ADY"},       {40, u"P+GAн"},       {36, u"iп| отыр"},     {30, u"iп| жатыр"},
    {14, u"iп| тұр"},     {12, u"iп| келеді"},  {8, u"iп| жүр"},       {10, u"iп| алды"},
    {10, u"iп| берді"},   {8, u"GAн| болатын"}, {8, u"GAн| еді"},      {8, u"GAн| жоқ"},
    {8, u"U| керек"},     {8, u"U| қажет"},     {10, u"U+GA| болады"}, {6, u"U+Y| мүмкін"},
    {10, u"U+GA| тиіс"},  {24, u"iп+тY"},       {26, u"WAK"},          {8, u"WAKшY"},
    {20, u"WA+DY"},       {22, u"WA+й+DY"},     {10, u"WA+GAн"},       {16, u"JтYн"},
    {10, u"P+iп| жатыр"}, {8, u"P+iп| отыр"},   {14, u"DY+м"},         {10, u"DY+K"},
    {6, u"DY+ңDAр"},      {8, u"J+мYн"},        {12, u"J+мYз"},        {6, u"J+сYз"},
    {4, u"J+сYң"},        {5, u"GAн+мYн"},      {5, u"GAн+бYз"},       {6, u"сYн"},
    {3, u"iңYз"},         {4, u"сA| болады"},   {4, u"aр| еді"},
});

constexpr auto kPredicateChains = std::to_array<Chain>({
    {600, u""},
    {120, u"sY"},
    {40, u"LAр"},
    {30, u"| болды"},
    {24, u"| емес"},
    {30, u"| екен"},
    {24, u"| болып табылады"},
    {30, u"sY| бар"},
    {20, u"sY| жоқ"},
    {12, u"MYн"},
    {12, u"WYз"},
    {8, u"сYз"},
    {10, u"DA"},
    {8, u"iмYз"},
});

constexpr auto kHyphenChains = std::to_array<Chain>({
    {500, u""},
    {130, u"NYң"},
    {80, u"GA"},
    {80, u"DA"},
    {50, u"BAн"},
    {50, u"CY"},
    {30, u"Mен"},
    {60, u"DA+GY"},
    {20, u"sY"},
});

// Rows: what stands before. Columns: noun, adjective, verb, function word, name, number, foreign.
constexpr std::array<std::array<std::uint16_t, kParts>, kParts> kFollowers{{
    {360, 110, 200, 225, 50, 40, 15},
    {740, 80, 80, 80, 10, 8, 2},
    {470, 140, 80, 220, 55, 30, 5},
    {440, 170, 120, 170, 60, 30, 10},
    {470, 80, 120, 140, 170, 15, 5},
    {800, 120, 20, 50, 5, 4, 1},
    {600, 60, 110, 120, 20, 10, 80},
}};

}  // namespace

std::span<const Chain> noun_chains() noexcept { return kNounChains; }
std::span<const Chain> adjective_chains() noexcept { return kAdjectiveChains; }
std::span<const Chain> name_chains() noexcept { return kNameChains; }
std::span<const Chain> inner_verb_chains() noexcept { return kInnerVerbChains; }
std::span<const Chain> final_verb_chains() noexcept { return kFinalVerbChains; }
std::span<const Chain> predicate_chains() noexcept { return kPredicateChains; }
std::span<const Chain> hyphen_chains() noexcept { return kHyphenChains; }

std::span<const std::uint16_t, kParts> followers(Part previous) noexcept {
  return kFollowers[static_cast<std::size_t>(previous)];
}

}  // namespace izde::bench
