// A pack read as far as its document goes, for those who want to know all that is wrong with it.
#pragma once

#include <memory>

#include <sovrisk/criteria/pack.hpp>

namespace sovrisk::criteria {

struct ReadPack {
  Pack pack;
  json::Diagnostics problems;
};
[[nodiscard]] ReadPack read_as_far(std::shared_ptr<const json::Document> document);

}  // namespace sovrisk::criteria
