//! How large the compressed streams of a PDF file are when they are opened.
//!
//! `lopdf` opens streams into memory without a limit, so a file of one megabyte could take a gigabyte. Each stream is therefore opened once into nothing,
//! up to the limit, before the file is given to it.

use std::io::Read;

use flate2::read::ZlibDecoder;

/// Whether a stream of the file, or all of them together, come to more bytes than allowed.
pub(super) fn inflates_beyond(bytes: &[u8], limit: u64) -> bool {
    let mut total = 0;
    let mut rest = bytes;
    while let Some(at) = find(rest, b"stream") {
        rest = &rest[at + b"stream".len()..];
        let data = rest
            .strip_prefix(b"\r\n")
            .or(rest.strip_prefix(b"\n"))
            .or(rest.strip_prefix(b"\r"));
        // A stream that zlib does not open is not compressed by it, and then no larger than it is here.
        if let Some(data) = data.filter(|data| data.first().is_some_and(|byte| byte & 0x0f == 8)) {
            total += inflated(data, limit - total);
        }
        if total >= limit {
            return true;
        }
    }
    false
}

/// The bytes that come out before the stream ends, breaks or reaches the limit.
fn inflated(data: &[u8], limit: u64) -> u64 {
    let mut opened = ZlibDecoder::new(data).take(limit);
    let mut buffer = [0; 16 << 10];
    let mut total = 0;
    while let Ok(read @ 1..) = opened.read(&mut buffer) {
        total += read as u64;
    }
    total
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}
