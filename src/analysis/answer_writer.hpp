// Answers written into a profile, with the sources that they cite.
#pragma once

#include "against.hpp"

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <sovrisk/analysis/questionnaire.hpp>

namespace sovrisk::analysis {

// Title, url, date and kind of a source.
using SourceKey = std::tuple<std::string, std::string, std::string, std::string>;

// An answer that was understood.
struct Understood {
  std::string pointer;  // as asked; segments may be `[key=value]`
  FactKind kind;
  json::Value value;
  json::Place place;  // of the answer
  SourceKey source;
};

class AnswerWriter {
 public:
  // `replace`: what the profile states otherwise gives way, with a warning; else that is an error,
  // although the answer is written so that what else is wrong with it can be seen.
  AnswerWriter(json::Document& profile, CodesOf codes_of, bool replace)
      : profile_(profile), codes_of_(std::move(codes_of)), replace_(replace) {}

  void write(const Understood& answer);

  json::Diagnostics problems;
  std::vector<Answered> answered;

 private:
  void problem(json::Severity severity, std::string code, std::string message,
               const Understood& answer, std::string hint = {});
  void differs(const Understood& answer, const json::Value& stated, const std::string& at,
               const std::string& words);
  // Each gives whether there is something to cite a source for.
  bool write_value(const Understood& answer, std::string& at, bool& same);
  bool write_complete(const Understood& answer);
  bool close(const Understood& answer);
  bool open(const Understood& answer);
  void cite(const std::string& at, const SourceKey& key, bool beside_others);
  std::string source_id(const SourceKey& key);
  [[nodiscard]] bool is_source(const std::string& id) const;

  json::Document& profile_;
  CodesOf codes_of_;
  bool replace_;
  std::map<SourceKey, std::string> sources_;
};

}  // namespace sovrisk::analysis
