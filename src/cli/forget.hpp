// eval --unknown: a fact that a profile states is taken as not known.
#pragma once

#include "session.hpp"

#include <string>

#include <sovrisk/cel/program.hpp>

namespace sovrisk::cli {

[[nodiscard]] json::Diagnostic not_forgettable(const std::string& pointer, const std::string& why);

// Takes the field at `pointer` out of the profile, and out of what `complete` closes. Errors: the
// place is no field, is an element of a list, is required, or has a default and so is never
// unknown. `request` is of `profile`; `env` is what its expressions see.
[[nodiscard]] json::Diagnostics forget(Session& session, const cel::Environment& env,
                                       const assess::Engine& engine, const assess::Request& request,
                                       json::Document& profile, const std::string& pointer);

}  // namespace sovrisk::cli
