#include "tests/support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

extern char** environ;

namespace lastgood {
namespace {

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// A file without a name that holds the input, so that no writer can block.
int FileWith(const std::string& text) {
  std::FILE* file = std::tmpfile();
  if (file == nullptr) std::abort();
  std::fwrite(text.data(), 1, text.size(), file);
  std::fflush(file);
  const int copy = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
  std::fclose(file);
  lseek(copy, 0, SEEK_SET);
  return copy;
}

// Appends what can be read; false at the end.
bool ReadSome(int file, std::string& text) {
  std::array<char, 65536> buffer{};
  const ssize_t size = read(file, buffer.data(), buffer.size());
  if (size > 0) text.append(buffer.data(), static_cast<std::size_t>(size));
  return size > 0;
}

}  // namespace

Process::Process(const std::vector<std::string>& argv, const std::string& input,
                 const std::vector<std::string>& environment) {
  std::vector<std::string> arguments = argv;
  std::vector<std::string> variables = environment;
  for (char** variable = environ; *variable != nullptr; ++variable) variables.emplace_back(*variable);
  std::array<int, 2> out_pipe{}, err_pipe{};
  if (pipe2(out_pipe.data(), O_CLOEXEC) != 0 || pipe2(err_pipe.data(), O_CLOEXEC) != 0) std::abort();
  const int in = FileWith(input);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out_pipe[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err_pipe[1], STDERR_FILENO);
  if (posix_spawnp(&pid_, argv[0].c_str(), &actions, nullptr, Pointers(arguments).data(),
                   Pointers(variables).data()) != 0)
    code_ = 127;
  posix_spawn_file_actions_destroy(&actions);
  for (const int file : {in, out_pipe[1], err_pipe[1]}) close(file);
  out_ = out_pipe[0];
  err_ = err_pipe[0];
}

Process::~Process() {
  if (!code_) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(out_);
  close(err_);
}

std::string Process::AwaitIn(int file, std::string& read, const std::string& text) {
  for (;;) {
    const std::size_t found = read.find(text);
    const std::size_t end = found == std::string::npos ? found : read.find('\n', found);
    if (end != std::string::npos) {
      const std::size_t before = read.rfind('\n', found);
      const std::size_t start = before == std::string::npos ? 0 : before + 1;
      return read.substr(start, end - start);
    }
    if (!ReadSome(file, read)) return "";
  }
}

std::string Process::AwaitErrorLine(const std::string& text) { return AwaitIn(err_, err, text); }
std::string Process::AwaitLine(const std::string& text) { return AwaitIn(out_, out, text); }

void Process::Signal(int signal) const { kill(pid_, signal); }

bool Process::HasEnded() const {
  siginfo_t ended{};
  return code_ || (waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
                   ended.si_pid != 0);
}

int Process::Wait() {
  if (code_) return *code_;
  std::array<pollfd, 2> files = {{{out_, POLLIN, 0}, {err_, POLLIN, 0}}};
  while (files[0].fd >= 0 || files[1].fd >= 0) {
    poll(files.data(), files.size(), -1);
    if (files[0].fd >= 0 && files[0].revents != 0 && !ReadSome(out_, out)) files[0].fd = -1;
    if (files[1].fd >= 0 && files[1].revents != 0 && !ReadSome(err_, err)) files[1].fd = -1;
  }
  int status = 0;
  waitpid(pid_, &status, 0);
  code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return *code_;
}

}  // namespace lastgood
