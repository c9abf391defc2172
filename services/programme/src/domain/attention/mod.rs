//! Attention points and their answers.
