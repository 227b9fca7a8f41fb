#pragma once

#include "model.hpp"

namespace sovrisk::ownership {

struct Graph::Impl {
  Model model;
};

}  // namespace sovrisk::ownership
