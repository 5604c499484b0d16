// A program and a subject in which facts can be given other values.
#pragma once

#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "engine/what_if/touched.hpp"

namespace pasal {

// One program and one subject in which a variable can be given one value after another. Keeps copies of what it
// changes; the originals stay as they are.
class Varied {
public:
  Varied(const Program& program, const Subject& subject, std::vector<Variable> variables);
  // Unknown is `?`: known to be unknown. A value counts as verified.
  void set(std::size_t variable, const Value& value);
  void restore(std::size_t variable);
  const Program& program() const { return own_program_ ? *own_program_ : program_; }
  const Subject& subject() const { return own_subject_; }
  const std::vector<Variable>& variables() const { return variables_; }
  // What may come out otherwise when a variable has another value. Of the same fact of several items it is the same.
  const interpret::Touched& touched(std::size_t variable);

private:
  FactReports& reports(const Variable& variable);

  const Program& program_;
  std::optional<Program> own_program_;   // only where a parameter is varied
  Subject own_subject_;
  std::vector<Variable> variables_;
  std::vector<FactReports> original_;    // by variable
  std::map<std::tuple<Variable::Kind, FactId, ParameterId>, interpret::Touched> touched_;
};

}  // namespace pasal
