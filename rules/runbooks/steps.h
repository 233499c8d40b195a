// The steps that many pages share. Values, pure.
#pragma once

#include "rules/runbooks/runbook.h"

namespace lastgood::runbooks {

using Step = Runbook::Step;

Step Check();                           // lastgood check, of the alert's namespace
Step CheckSystem(std::string_view of);  // and of one system

// Say on the object that it is meant to be so; `when` it is.
Step Ignore(std::string_view when);

}  // namespace lastgood::runbooks
