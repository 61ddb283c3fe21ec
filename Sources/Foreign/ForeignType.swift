internal import CForeign

/// A type of a value that a foreign function takes, gives or points to.
indirect enum ForeignType: Equatable, Sendable {
  /// A number or an address, by its code in a program.
  case scalar(UInt32)
  /// A struct of the manifest's.
  case structure(ForeignStruct)

  static let pointer = ForeignType.scalar(RFF_POINTER)
  static let byte = ForeignType.scalar(RFF_U8)

  /// The types that have names of their own: by width, and as C calls them on this machine.
  static let named: [String: ForeignType] = [
    "i8": .scalar(RFF_I8), "u8": .scalar(RFF_U8), "i16": .scalar(RFF_I16), "u16": .scalar(RFF_U16),
    "i32": .scalar(RFF_I32), "u32": .scalar(RFF_U32), "i64": .scalar(RFF_I64), "u64": .scalar(RFF_U64),
    "f32": .scalar(RFF_F32), "f64": .scalar(RFF_F64), "pointer": .pointer,
    "int8_t": .scalar(RFF_I8), "uint8_t": .scalar(RFF_U8), "int16_t": .scalar(RFF_I16),
    "uint16_t": .scalar(RFF_U16), "int32_t": .scalar(RFF_I32), "uint32_t": .scalar(RFF_U32),
    "int64_t": .scalar(RFF_I64), "uint64_t": .scalar(RFF_U64), "int": .scalar(RFF_I32),
    "unsigned": .scalar(RFF_U32), "long": .scalar(RFF_I64), "size_t": .scalar(RFF_U64),
    "float": .scalar(RFF_F32), "double": .scalar(RFF_F64), "bool": .scalar(RFF_U8),
  ]

  /// Its code in a program.
  var code: UInt32 {
    switch self {
    case .scalar(let code): code
    case .structure(let structure): RFF_STRUCT + UInt32(structure.index)
    }
  }

  /// Bytes of one.
  var size: Int {
    switch self {
    case .scalar(let code):
      switch code {
      case RFF_I8, RFF_U8: 1
      case RFF_I16, RFF_U16: 2
      case RFF_I32, RFF_U32, RFF_F32: 4
      default: 8
      }
    case .structure(let structure): structure.size
    }
  }

  /// What its addresses are multiples of; scalars lie at multiples of their size.
  var alignment: Int {
    switch self {
    case .scalar: size
    case .structure(let structure): structure.alignment
    }
  }

  /// Whether C widens it where it follows `...`, so that no function can expect it there.
  var isPromoted: Bool {
    [RFF_I8, RFF_U8, RFF_I16, RFF_U16, RFF_F32].map(ForeignType.scalar).contains(self)
  }
}

/// A struct, laid out as C does it.
struct ForeignStruct: Equatable, Sendable {
  /// One member, or an array of them.
  struct Member: Equatable, Sendable {
    let name: String
    let type: ForeignType
    /// How many, if it is an array.
    let count: Int?
    let offset: Int
  }

  let name: String
  /// Its place among all.
  let index: Int
  let members: [Member]
  let size: Int
  let alignment: Int

  /// Lays out members that follow each other.
  init(name: String, index: Int, members: [(name: String, type: ForeignType, count: Int?)]) {
    var (end, alignment, placed) = (0, 1, [Member]())
    for member in members {
      let offset = Self.up(end, to: member.type.alignment)
      placed.append(Member(name: member.name, type: member.type, count: member.count, offset: offset))
      end = offset + member.type.size * (member.count ?? 1)
      alignment = max(alignment, member.type.alignment)
    }
    self.name = name
    self.index = index
    self.members = placed
    self.size = Self.up(end, to: alignment)
    self.alignment = alignment
  }

  private static func up(_ value: Int, to alignment: Int) -> Int {
    (value + alignment - 1) / alignment * alignment
  }
}
