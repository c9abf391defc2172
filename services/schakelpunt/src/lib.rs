//! schakelpunt
