#include "net/kube/list.h"

#include "net/http/retry.h"
#include "net/kube/answer.h"
#include "net/kube/pager.h"

namespace lastgood {
namespace {

// One pass over a list by a thread that waits for each page.
class Listing {
 public:
  Listing(const KubeServer& server, const Reading& reading, const Deadline& deadline)
      : server_(server), reading_(reading), deadline_(deadline), pager_(server, reading) {}

  Result<ReadOutcome> Run(const std::function<void(std::string_view, std::size_t)>& progress,
                          KubePageDecoder& decoder) {
    for (;;) {
      LASTGOOD_ASSIGN(HttpResponse response, Fetch());
      LASTGOOD_ASSIGN(const ListPager::Step step, pager_.Take(std::move(response), decoder));
      if (step == ListPager::Step::kAbsent) return ReadOutcome{ReadState::kAbsent, {}};
      if (progress) progress(reading_.resource.plural, pager_.items());
      if (step == ListPager::Step::kDone) return ReadOutcome{ReadState::kRead, pager_.TakeProblems()};
    }
  }

  bool unreachable() const { return unreachable_; }

 private:
  Result<HttpResponse> Send() {
    return Retry(server_.clock, deadline_, [this]() -> Attempt<HttpResponse> {
      HttpRequest request{
          .url = pager_.Url(), .headers = {{"Accept", "application/json"}}, .deadline = deadline_};
      const Status status = server_.credentials.Apply(request);
      if (!status.ok()) return {status.error(), false, std::nullopt};
      Result<HttpResponse> response = server_.http.Do(request);
      unreachable_ = pager_.AtStart() && !response.ok() && IsUnreachable(response.error());
      return Judge(std::move(response), server_.clock);
    });
  }

  // The next page. A refused token may have rotated, and a page may be smaller: both are tried again.
  Result<HttpResponse> Fetch() {
    bool forgotten = false;
    for (;;) {
      Result<HttpResponse> response = Send();
      if (!response.ok() && response.error().code == ErrorCode::kTooLarge && pager_.Shrink()) continue;
      if (response.ok() && response->status == 401 && !forgotten) {
        forgotten = true;
        server_.credentials.Forget();
        continue;
      }
      return std::move(response).In("list " + FullName(reading_.resource));
    }
  }

  const KubeServer& server_;
  const Reading& reading_;
  const Deadline& deadline_;
  ListPager pager_;
  bool unreachable_ = false;  // no answer came, whatever was asked for
};

}  // namespace

Result<ReadOutcome> ListResource(const KubeServer& server, const Reading& reading, const Deadline& deadline,
                                 const std::function<void(std::string_view, std::size_t)>& progress,
                                 KubePageDecoder& decoder, bool& unreachable) {
  Listing listing(server, reading, deadline);
  Result<ReadOutcome> outcome = listing.Run(progress, decoder);
  unreachable = listing.unreachable();
  return outcome;
}

}  // namespace lastgood
