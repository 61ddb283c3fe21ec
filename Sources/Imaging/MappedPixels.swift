private import Glibc

/// Pixel memory straight from the system. Unlike the heap, which comes to keep large blocks once some have been
/// freed, it goes back at once; and it asks for huge pages, since clearing small ones at first touch takes longer
/// than writing them.
enum MappedPixels {
  /// Smaller blocks belong on the heap.
  static let threshold = 4 << 20
  private static let hugePage = 2 << 20

  /// Memory that begins at a huge page; `nil` if there is none left.
  static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? {
    let (mapped, overflow) = bytes.addingReportingOverflow(hugePage)
    guard !overflow,
      let start = mmap(nil, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      start != MAP_FAILED
    else { return nil }
    let skipped = (hugePage - Int(bitPattern: start) % hugePage) % hugePage
    let memory = start + skipped
    let end = memory + wholePages(bytes)
    if skipped > 0 { munmap(start, skipped) }
    let rest = start + wholePages(mapped) - end
    if rest > 0 { munmap(end, rest) }
    madvise(memory, bytes, MADV_HUGEPAGE)
    return memory
  }

  /// Gives back memory of `allocate`, with the count it was asked for.
  static func deallocate(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    munmap(memory, wholePages(bytes))
  }

  private static func wholePages(_ bytes: Int) -> Int {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    return (bytes + page - 1) / page * page
  }
}
