//! A project with its delivery plan.
