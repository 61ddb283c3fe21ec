internal import CForeign
internal import StrictJSON
internal import ReframeSDK

/// Something to be worked out before, during or after a call, compiled.
struct ForeignExpression {
  /// As the author wrote it.
  let text: String
  let code: [UInt8]

  /// Compiles a text, a number or a truth value of the manifest.
  init(_ place: JSONPlace, _ scope: ForeignScope) throws(ReframeError) {
    switch place.value {
    case .string(let text): try self.init(text, at: place, scope)
    case .bool(let flag): self.init(text: flag ? "true" : "false", code: Self.whole(flag ? 1 : 0))
    case .number(let number):
      if let whole = Int64(exactly: number) {
        self.init(text: "\(whole)", code: Self.whole(whole))
      } else {
        self.init(text: "\(number)", code: Self.real(number))
      }
    default: throw place.fault("expected an expression")
    }
  }

  /// Compiles a text.
  init(_ text: String, at place: JSONPlace, _ scope: ForeignScope) throws(ReframeError) {
    var compiler = ExpressionCompiler(try ForeignText(text, at: place), scope)
    self.init(text: text, code: try compiler.whole())
  }

  private init(text: String, code: [UInt8]) {
    self.text = text
    self.code = code
  }

  static func whole(_ value: Int64) -> [UInt8] {
    var writer = ProgramWriter()
    writer.number(UInt8(RFF_OP_INT))
    writer.number(value)
    return writer.bytes
  }

  static func real(_ value: Double) -> [UInt8] {
    var writer = ProgramWriter()
    writer.number(UInt8(RFF_OP_REAL))
    writer.number(value.bitPattern)
    return writer.bytes
  }
}
