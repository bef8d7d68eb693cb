// My card: the code large and bright, the name and server under it.

final class CardScreen: Screen<MyCard> {
    private var brightness: CGFloat?

    override func read(_ phone: Phone) async -> MyCard? {
        shine(isSeen)
        return phone.myCard()
    }

    override func viewDidAppear(_ animated: Bool) {
        super.viewDidAppear(animated)
        refresh()
    }
    override func viewWillDisappear(_ animated: Bool) {
        super.viewWillDisappear(animated)
        shine(false)
    }
    /// As bright as it gets while the code is seen, and as before afterwards.
    private func shine(_ on: Bool) {
        guard let screen = view.window?.windowScene?.screen, on == (brightness == nil) else { return }
        let before = screen.brightness
        screen.brightness = brightness ?? 1
        brightness = on ? before : nil
    }

    override func dress(_ card: MyCard) {
        title = host.words[.card]
        navigationItem.rightBarButtonItems = [
            barItem(Icon.code.image(), host.words[.scan]) { [host] in host.open(ScannerScreen(host)) }
        ]
    }

    @Pieces override func pieces(_ card: MyCard) -> [any Piece] {
        host.phone.myCardPicture(module: 8).map { Picture(data: $0, label: host.words[.cardCode]) }
        card.name.map { Words($0, .title, centered: true) }
        Words(card.server, .quiet, centered: true)
        Words(card.reachable.words, centered: true)
        Words(card.expiry.words, .quiet, centered: true)
        Control(card.share, .share, .primary) { [weak self] in self?.share(card.uri) }
        Control(card.newCard, .plus) { [host] in
            host.confirm(card.newCard, card.newCardSure) { host.attempt { try $0.newCard() } }
        }
        Words(card.newCardHint.words, .quiet)
    }

    private func share(_ uri: String) {
        let sheet = UIActivityViewController(activityItems: [uri], applicationActivities: nil)
        sheet.popoverPresentationController?.sourceView = view
        sheet.completionWithItemsHandler = { [weak self] _, _, _, _ in self?.refresh() }
        present(sheet, animated: true)
    }
}
