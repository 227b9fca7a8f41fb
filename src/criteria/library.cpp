#include "library.hpp"

#include <vector>

namespace sovrisk::criteria {

std::span<const cel::Function> library() {
  static const std::vector<cel::Function> all = [] {
    std::vector<cel::Function> joined;
    for (const auto family :
         {profile_functions(), reference_functions(), ownership_functions(), list_functions()}) {
      joined.insert(joined.end(), family.begin(), family.end());
    }
    return joined;
  }();
  return all;
}

}  // namespace sovrisk::criteria
