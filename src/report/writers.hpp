// The writers that the table in format.cpp names.
#pragma once

#include <string>

#include <sovrisk/report/format.hpp>

namespace sovrisk::report {

[[nodiscard]] std::string write_text(const assess::Report& report, const Options& options);
[[nodiscard]] std::string write_json(const assess::Report& report, const Options& options);
[[nodiscard]] std::string write_markdown(const assess::Report& report, const Options& options);
[[nodiscard]] std::string write_csv(const assess::Report& report, const Options& options);

}  // namespace sovrisk::report
