#include "tests/conformance/adapter.hpp"

namespace pasal::conformance {
namespace {

// The reference: it expresses everything.
class Interpreter : public Adapter {
public:
  std::string_view name() const override { return "interpreter"; }
  std::variant<Decision, CannotExpress> decide(const Program& program, const Sources& sources, const Subject& subject,
                                               Moment as_of) const override {
    return pasal::decide(program, sources, subject, as_of);
  }
};

}  // namespace

std::vector<std::unique_ptr<Adapter>> adapters() {
  std::vector<std::unique_ptr<Adapter>> all;
  all.push_back(std::make_unique<Interpreter>());
  return all;
}

}  // namespace pasal::conformance
