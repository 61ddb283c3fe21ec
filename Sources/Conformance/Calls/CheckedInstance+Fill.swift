internal import CReframe
internal import ReframeSDK

extension CheckedInstance {
  /// Has a canvas filled. The answer is all of its pixels.
  func fill(_ trial: Trial) -> TrialOutcome {
    let things = LentThings(trial.lending)
    let canvas = LentPicture(trial.form)
    let placed = trial.placedRect
    if trial.onEnd == nil { canvas.paint(outside: placed, trial.garbage) }
    let before = trial.onEnd == nil ? canvas.pixels(inside: true, placed) : []
    let job = LentJob(trial.job, among: things)
    let task = task(trial, canvas, among: things)
    trial.onStart?(job)
    let table = table(as: rf_fill.self)
    let (status, report) = run(things) { table.fill(table.instance, job.pointer, task, $0) }
    trial.onEnd?()
    var outcome = TrialOutcome(status: status, report: report)
    outcome.record = job.record
    if trial.onEnd == nil {
      outcome.answer = canvas.pixels(inside: true, PixelRect(canvas.form.size))
      outcome.keepsPlaced = canvas.pixels(inside: true, placed) == before
      outcome.keepsPadding = canvas.keepsPadding
    }
    things.keep(canvas.memory)
    job.end(among: things)
    things.end()
    return outcome
  }

  private func task(_ trial: Trial, _ canvas: LentPicture, among things: LentThings) -> UnsafePointer<
    rf_fill_task
  > {
    let last = MemoryLayout<rf_image>.offset(of: \.roi_height)
    let placed = trial.placedRect
    var task = rf_fill_task()
    task.seed = 42
    task.image = UnsafePointer(things.value(canvas.image(isReadOnly: false), named: .image, lastMember: last))
    (task.placed_x, task.placed_y) = (Int32(placed.x), Int32(placed.y))
    (task.placed_width, task.placed_height) = (UInt32(placed.width), UInt32(placed.height))
    task.parameters = things.text(trial.text ?? "{}")
    if trial.hasExtras {
      var form = trial.form
      form.size = placed.size
      let source = LentPicture(form)
      things.keep(source.memory, isConstant: true)
      if trial.sealsPictures { source.memory.seal() }
      task.source = UnsafePointer(things.value(source.image(isReadOnly: true)))
      task.prompt = things.text("a quiet room")
      var grid = rf_saliency()
      (grid.columns, grid.rows) = (3, 2)
      grid.values = things.bytes([0, 0, 0, 0, 255, 0]).data?.assumingMemoryBound(to: UInt8.self)
      task.subject = UnsafePointer(things.value(grid))
    }
    let firstEnd = MemoryLayout<rf_fill_task>.offset(of: \.subject)
    return UnsafePointer(
      things.value(
        task, named: .task, lastMember: MemoryLayout<rf_fill_task>.offset(of: \.parameters),
        firstEnd: firstEnd))
  }
}
