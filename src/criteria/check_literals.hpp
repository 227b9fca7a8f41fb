// Literals that the checker's types can't hold against anything: in an options map, and among
// holders, who may be countries and entities alike.
#pragma once

#include <sovrisk/criteria/compile.hpp>

namespace sovrisk::criteria {

// Wrong names of options, rights and limbs, and countries that the catalog lacks, in calls of the
// functions over the ownership graph; keys that a map has twice. Places are in the expression's
// text; code cel/literal.
[[nodiscard]] json::Diagnostics check_literals(const cel::Ast& ast,
                                               const catalog::Reference& reference);

}  // namespace sovrisk::criteria
