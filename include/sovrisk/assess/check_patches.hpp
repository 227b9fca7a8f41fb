// The patches of a pack's remediations, tried on a profile that states nothing.
#pragma once

#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/catalog/reference.hpp>
#include <sovrisk/criteria/pack.hpp>

namespace sovrisk::assess {

// What a profile could never hold: fields that it doesn't have, values of another type, facts that
// the pack doesn't declare. Whether an entity or region that a patch names is there depends on the
// profile and is not looked at. Errors: pack/patch, at the operation.
[[nodiscard]] json::Diagnostics check_patches(const criteria::Pack& pack,
                                              const catalog::Formats& formats,
                                              const catalog::Reference& reference);

}  // namespace sovrisk::assess
