#pragma once

#include "code.hpp"

namespace sovrisk::cel {

struct Program::Impl {
  Code code;
};

}  // namespace sovrisk::cel
