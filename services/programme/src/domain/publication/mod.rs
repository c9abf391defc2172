//! National publications: frozen pictures and their errata.
