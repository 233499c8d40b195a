#include "net/kube/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace lastgood {
namespace {

constexpr std::size_t kMostOutput = 1024 * 1024, kMostErrors = 4096;
constexpr int kLook = 20;  // milliseconds between two looks at whether it ended

// The two ends of a pipe, closed in the end.
struct Pipe {
  int ends[2] = {-1, -1};
  // Only our own end does not block.
  bool Open() { return pipe2(ends, O_CLOEXEC) == 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0; }
  void CloseWriter() {
    if (ends[1] >= 0) close(std::exchange(ends[1], -1));
  }
  ~Pipe() {
    CloseWriter();
    if (ends[0] >= 0) close(ends[0]);
  }
};

// Pointers into `texts`, as exec wants them.
std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> Environment(const std::vector<std::pair<std::string, std::string>>& added) {
  std::vector<std::string> variables;
  variables.reserve(added.size());
  for (const auto& [name, value] : added) variables.push_back(name + "=" + value);
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    const auto same = [&](const auto& entry) { return text.starts_with(entry.first + "="); };
    if (std::none_of(added.begin(), added.end(), same)) variables.emplace_back(text);
  }
  return variables;
}

Result<pid_t> Spawn(const std::string& command, std::vector<std::string> argv, std::vector<std::string> env,
                    const Pipe& output, const Pipe& errors) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.ends[1], STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults, none;
  sigemptyset(&none);
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);  // we ignore it; a child must not inherit that
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setsigmask(&attributes, &none);
  // A group of its own, so that its children can be killed with it.
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  pid_t child = 0;
  const int error = posix_spawnp(&child, command.c_str(), &actions, &attributes, Pointers(argv).data(),
                                 Pointers(env).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error == 0) return child;
  return Error{error == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnavailable,
               fmt::format("cannot run {}: {}", command, std::strerror(error))};
}

// Appends what has arrived, up to `most`; false when nothing will arrive any more.
bool Drain(int from, std::string& text, std::size_t most) {
  std::array<char, 4096> block{};
  ssize_t got = 0;
  while ((got = read(from, block.data(), block.size())) > 0) {
    text.append(block.data(), std::min(static_cast<std::size_t>(got), most - text.size()));
  }
  return got < 0;
}

int ExitCode(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

Result<ProcessOutput> Collect(pid_t child, const std::string& command, const Pipe& output, const Pipe& errors,
                              const Clock& clock, const Deadline& deadline) {
  ProcessOutput result;
  int status = 0;
  for (;;) {
    const bool ended = waitpid(child, &status, WNOHANG) != 0;
    const bool output_open = Drain(output.ends[0], result.output, kMostOutput);
    const bool errors_open = Drain(errors.ends[0], result.errors, kMostErrors);
    if (ended) break;
    if (deadline.Over(clock)) {
      kill(-child, SIGKILL);
      waitpid(child, &status, 0);
      return Error{ErrorCode::kTimeout, command + " did not end in time and was killed"};
    }
    // What is at its end would wake us again and again.
    std::array<pollfd, 2> wanted = {
        {{output_open ? output.ends[0] : -1, POLLIN, 0}, {errors_open ? errors.ends[0] : -1, POLLIN, 0}}};
    poll(wanted.data(), wanted.size(), kLook);
  }
  result.exit_code = ExitCode(status);
  return result;
}

}  // namespace

Result<ProcessOutput> RunProcess(const std::string& command, const std::vector<std::string>& args,
                                 const std::vector<std::pair<std::string, std::string>>& env,
                                 const Clock& clock, const Deadline& deadline) {
  Pipe output, errors;
  if (!output.Open() || !errors.Open()) {
    return Error{ErrorCode::kInternal, fmt::format("no pipe for {}: {}", command, std::strerror(errno))};
  }
  std::vector<std::string> argv = {command};
  argv.insert(argv.end(), args.begin(), args.end());
  LASTGOOD_ASSIGN(const pid_t child, Spawn(command, std::move(argv), Environment(env), output, errors));
  output.CloseWriter();
  errors.CloseWriter();
  return Collect(child, command, output, errors, clock, deadline);
}

}  // namespace lastgood
