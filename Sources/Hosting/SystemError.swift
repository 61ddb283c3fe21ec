internal import Glibc

/// The system's word for an error number, in lower case as the middle of a sentence.
package enum SystemError {
  package static func text(_ code: Int32) -> String {
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
