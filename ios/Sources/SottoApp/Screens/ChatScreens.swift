// Chats: the list, and one with the eyeglasses in its bar.

final class ChatsScreen: ListScreen<ChatsView> {
    override func read(_ phone: Phone) async -> ChatsView? { phone.chatsView() }
    override func dress(_ model: ChatsView) { title = host.words[.chats] }
    override func rows(_ model: ChatsView) -> [any Piece & RowContent] {
        leftToSay(model.left, model.dismiss, host) + model.lines.map { line in
            ListRow(
                title: line.title.words, mark: line.verified?.words, below: line.preview.words,
                beside: dotted(line.ago.words, line.tick?.words, line.stranger?.words, line.asks?.words),
                unread: line.unreadWords?.words, icon: .chat, action: { [host] in host.open(ChatScreen(host, line.id)) })
        }
    }
    @Pieces override func nothing(_ model: ChatsView) -> [any Piece] { Words(model.empty, centered: true) }
}

final class ChatScreen: ListScreen<ChatView>, OfContact {
    private var id: String { about }
    private let composer = Composer(frame: .zero)
    /// How many pages of messages are read; one more when the first message comes into sight.
    private var pages = 1
    private let page: UInt32 = 50
    private(set) var lines: [MessageLine] = []
    private var first: String?
    private var last: String?
    private var seen: String?
    private var from: Sight?

    override func build() {
        let above = composer.bottomAnchor.constraint(equalTo: view.keyboardLayoutGuide.topAnchor)
        view.place(composer, leading: 0, trailing: 0, also: [above])
        super.build()
        table.keyboardDismissMode = .interactive
    }
    override var tableEnd: NSLayoutYAxisAnchor { composer.topAnchor }

    override func read(_ phone: Phone) async -> ChatView? {
        // a damaged row is told, and the screen closes
        do {
            guard let view = try await phone.chatView(contact: id, before: nil, count: page) else { return nil }
            var all = view.messages
            for _ in 1..<pages where all.count % Int(page) == 0 {
                let older = try await phone.chatView(contact: id, before: all.first?.id, count: page)
                all = (older?.messages ?? []) + all
            }
            let isOther = all != lines && view == model
            lines = all
            if isOther { redraw() }
            see(view)
            return view
        } catch {
            host.say(SottoKit.words(of: error))
            return nil
        }
    }

    /// What of it counts as read is the core's to say.
    private func see(_ view: ChatView) {
        guard let sight = host.root?.sight(of: self), let newest = view.messages.last?.id else { return }
        if newest == seen, sight == from { return }
        (seen, from) = (newest, sight)
        host.attempt { try $0.chatSeen(contact: id, newest: newest, sight: sight) }
    }

    override func isSecure(_ model: ChatView) -> Bool { model.secure }

    override func dress(_ model: ChatView) {
        let (host, id) = (host, id)
        title = model.verified == nil ? model.title.words : "\(model.title.words) ✓"
        // VoiceOver says the state, not only what a tap does
        let eyeglasses = Sotto.Button(label: model.eyeglasses.label, state: model.secureScreen.state)
        navigationItem.rightBarButtonItems = [
            barButton(eyeglasses, glasses(model.eyeglasses.look), host) { host.open(SecureScreen(host, id)) },
            barButton(model.call, Icon.phone.image(), host) { host.dial(id) },
        ].compactMap { $0 }
        composer.show(model, look) { text in
            host.attempt { try $0.sendText(contact: id, text: text, kept: model.kept) }
        }
    }

    override func rows(_ model: ChatView) -> [any Piece & RowContent] {
        var rows: [any Piece & RowContent] = []
        if let note = model.secureNote { rows.append(Group { Words(note.words, .quiet, centered: true, icon: .lock) }) }
        if let session = model.session { rows.append(Group { secureChat(session) }) }
        rows += leftToSay(model.left, model.dismiss, host)
        if let stranger = model.stranger {
            rows.append(
                Group {
                    Words(stranger.words)
                    Control(model.accept, .plus) { [host, id] in host.attempt { try $0.acceptChat(contact: id) } }
                })
        }
        return rows + lines.map { Bubble(line: $0) }
    }
    /// Secure mode without a call: what it forbids, what both phones do, and the way in and out.
    @Pieces private func secureChat(_ session: SessionView) -> [any Piece] {
        Mark(mark: session.eyeglasses, side: 48)
        Words(session.words.words, .heading, centered: true)
        Words(session.levelWords.words, centered: true)
        session.because.map { Words($0.words, .quiet) }
        forbidding(session.willForbid, session.forbids)
        trouble(session.banners, session.question, session.remedies, session.columns, session.simulated, host)
        Control(session.join, .glasses, .primary) { [host] in host.attempt { try $0.joinSecureChat() } }
        Control(session.leave, .stop) { [host] in host.attempt { try $0.leaveSecureChat() } }
    }
    @Pieces override func nothing(_ model: ChatView) -> [any Piece] { Words(model.empty, centered: true) }

    override func draw(_ model: ChatView) {
        super.draw(model)
        guard let newest = lines.last else { return }
        if newest.id != last {
            table.scrollToRow(at: IndexPath(row: count - 1, section: 0), at: .bottom, animated: false)
        } else if let old = lines.firstIndex(where: { $0.id == first }), old > 0 {
            // older ones came above: what was looked at stays where it is
            table.scrollToRow(at: IndexPath(row: count - lines.count + old, section: 0), at: .top, animated: false)
        }
        (first, last) = (lines.first?.id, newest.id)
    }

    override func tableView(_ tableView: UITableView, willDisplay cell: UITableViewCell, forRowAt indexPath: IndexPath) {
        guard indexPath.row == 0, last != nil, lines.count == pages * Int(page) else { return }
        pages += 1
        refresh()
    }

    override func tableView(
        _ tableView: UITableView, trailingSwipeActionsConfigurationForRowAt indexPath: IndexPath
    ) -> UISwipeActionsConfiguration? {
        let index = indexPath.row - (count - lines.count)
        guard lines.indices.contains(index) else { return nil }
        let message = lines[index].id
        let delete = UIContextualAction(style: .destructive, title: host.words.of("chat.delete")) { [host, id] _, _, done in
            done(host.attempt { try $0.deleteMessage(contact: id, message: message) })
        }
        let swipe = UISwipeActionsConfiguration(actions: [delete])
        // a tap as well: it cannot be brought back
        swipe.performsFirstActionWithFullSwipe = false
        return swipe
    }
}

/// What the last secure chat left to say, until the person took note of it.
@MainActor func leftToSay(_ left: [Text], _ dismiss: Sotto.Button, _ host: AppHost) -> [any Piece & RowContent] {
    let taken = Control(dismiss, .check) { host.attempt { try $0.leaveSecureChat() } }
    return left.isEmpty ? [] : [Group { left.map { Words($0.words) } + [taken] }]
}

/// Pieces across a list.
extension Group: RowContent {}

/// One message.
struct Bubble: Piece, RowContent {
    let line: MessageLine
    func make() -> BubbleView { BubbleView(frame: .zero) }
    func update(_ view: BubbleView, _ look: Look) { view.show(line, look) }
}

final class BubbleView: Made {
    private let ground = GroupView(frame: .zero)
    private var (mine, theirs): ([NSLayoutConstraint], [NSLayoutConstraint]) = ([], [])

    override func build() {
        place(ground, top: 3, bottom: 3)
        let (start, end) = (ground.leadingAnchor, ground.trailingAnchor)
        theirs = [start.constraint(equalTo: leadingAnchor, constant: Grid.usual)]
        theirs.append(end.constraint(lessThanOrEqualTo: trailingAnchor, constant: -72))
        mine = [start.constraint(greaterThanOrEqualTo: leadingAnchor, constant: 72)]
        mine.append(end.constraint(equalTo: trailingAnchor, constant: -Grid.usual))
        isAccessibilityElement = true
    }

    func show(_ line: MessageLine, _ look: Look) {
        let below = dotted(line.ago.words, line.tick?.words)
        let state = Words(line.secure ? "\(below)  ⏳" : below, line.failed ? .warning : .quiet)
        ground.column.fill([Words(line.text), state], look)
        ground.backgroundColor = line.mine && !look.secure ? Palette.mine : look.card
        ground.layer.borderWidth = line.mine && look.secure ? 1 : 0
        ground.layer.borderColor = look.accent.resolvedColor(with: traitCollection).cgColor
        for constraint in line.mine ? theirs : mine { constraint.isActive = false }
        NSLayoutConstraint.activate(line.mine ? mine : theirs)
        accessibilityLabel = "\(line.text). \(below)"
    }
}

/// What is written, and its button.
final class Composer: Made, UITextViewDelegate {
    let area = UITextView(frame: .zero)
    let send = ControlView(frame: .zero)
    private let hint = UILabel()
    private var sendText: ((String) -> Bool)?

    override func build() {
        area.isScrollEnabled = false
        area.font = .preferredFont(forTextStyle: .body)
        area.adjustsFontForContentSizeCategory = true
        area.layer.cornerRadius = 18
        area.textContainerInset = UIEdgeInsets(top: 11, left: 8, bottom: 11, right: 8)
        area.delegate = self
        area.textDragInteraction?.isEnabled = false
        hint.font = .preferredFont(forTextStyle: .body)
        hint.adjustsFontForContentSizeCategory = true
        hint.textColor = Palette.quiet
        hint.isAccessibilityElement = false
        send.keepsItsWidth()
        let typing = UIView(frame: .zero)
        typing.pin(area)
        typing.place(hint, top: 11, leading: 14, trailing: 14)
        typing.setContentHuggingPriority(.defaultLow, for: .horizontal)
        let row = UIStackView(arrangedSubviews: [typing, send])
        row.spacing = Grid.small
        row.alignment = .center
        pin(row, inset: Grid.small)
    }

    func show(_ model: ChatView, _ look: Look, _ sendText: @escaping (String) -> Bool) {
        self.sendText = sendText
        backgroundColor = look.ground
        area.backgroundColor = look.card
        area.textColor = Palette.text
        hint.text = model.hint.words
        area.accessibilityLabel = model.hint.words
        // in secure mode the keyboard learns nothing of it
        area.autocorrectionType = look.secure ? .no : .default
        area.spellCheckingType = look.secure ? .no : .default
        area.inlinePredictionType = look.secure ? .no : .default
        send.show(Control(model.send, .send, .primary) { [weak self] in self?.tapped() }, look)
        send.configuration?.title = nil
        textViewDidChange(area)
    }

    private func tapped() {
        guard sendText?(area.text) == true else { return }
        area.text = ""
        textViewDidChange(area)
    }

    func textViewDidChange(_ textView: UITextView) { hint.isHidden = !area.text.isEmpty }

    func textView(
        _ textView: UITextView, editMenuForTextIn range: NSRange, suggestedActions: [UIMenuElement]
    ) -> UIMenu? { SystemCopying.menu }
}
