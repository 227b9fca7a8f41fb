// Why a criterion came out as it did, for people and for programs.
#pragma once

#include <string>
#include <string_view>

#include <sovrisk/assess/explain.hpp>
#include <sovrisk/report/format.hpp>

namespace sovrisk::report {

[[nodiscard]] std::string explain_text(const assess::Explanation& explanation,
                                       const Options& options);
// One JSON object, indented. An object of a document is {"at": pointer} among the steps' values.
[[nodiscard]] std::string explain_json(const assess::Explanation& explanation);

// The same of one expression whose value is `value`, JSON as `eval` prints it.
[[nodiscard]] std::string evaluation_text(std::string_view value,
                                          const assess::Explanation& explanation,
                                          const Options& options);
[[nodiscard]] std::string evaluation_json(const std::string& value,
                                          const assess::Explanation& explanation);

}  // namespace sovrisk::report
