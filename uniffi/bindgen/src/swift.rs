//! What the generated Swift is given besides: bytes on their own come over in one copy.
//!
//! The generator lifts `Data` by way of a reader, an array that is first filled with zeros and a second `Data`: three
//! copies, which cost more than the rest of a frame of sound together.

use std::fs;

use camino::Utf8Path;

/// Where the generator puts what is to be replaced; without it the addition would be wrong, or never used.
const EXPECTED: &str = "fileprivate struct FfiConverterData: FfiConverterRustBuffer {";

const LIFT: &str = r"
// One copy instead of three: a method of the converter itself goes before the one of its protocol.
fileprivate extension FfiConverterData {
    static func lift(_ buffer: RustBuffer) throws -> Data {
        defer { buffer.deallocate() }
        let length = MemoryLayout<Int32>.size
        guard let bytes = buffer.data, buffer.len >= length else { throw UniffiInternalError.bufferOverflow }
        let told = UnsafeRawPointer(bytes).loadUnaligned(as: Int32.self)
        guard Int(Int32(bigEndian: told)) == Int(buffer.len) - length else {
            throw UniffiInternalError.incompleteData
        }
        return Data(bytes: bytes + length, count: Int(buffer.len) - length)
    }
}
";

/// Adds it to a generated file.
///
/// # Errors
/// The system's; that the generator has changed and this file must follow.
pub(crate) fn complete(file: &Utf8Path) -> Result<(), crate::Failure> {
    let mut source = fs::read_to_string(file)?;
    if source.matches(EXPECTED).count() != 1 {
        return Err(format!("{file}: `{EXPECTED}` is not there once; look at swift.rs").into());
    }
    source.push_str(LIFT);
    Ok(fs::write(file, source)?)
}
