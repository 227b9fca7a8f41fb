// Why a criterion came out as it did, for people and for programs.
#pragma once

#include <string>

#include <sovrisk/assess/explain.hpp>
#include <sovrisk/report/format.hpp>

namespace sovrisk::report {

[[nodiscard]] std::string explain_text(const assess::Explanation& explanation,
                                       const Options& options);
// One JSON object, indented. An object of a document is {"at": pointer} among the steps' values.
[[nodiscard]] std::string explain_json(const assess::Explanation& explanation);

}  // namespace sovrisk::report
