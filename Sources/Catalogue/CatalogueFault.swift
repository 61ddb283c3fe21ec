internal import StrictJSON

/// Why a file of the catalogue is not used.
struct CatalogueFault: Error {
  /// Where in the file; `nil` if it could not be read at all.
  var position: TextPosition?
  let reason: String
}
