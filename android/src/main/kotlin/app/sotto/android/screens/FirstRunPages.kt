package app.sotto.android

import android.view.View
import android.widget.LinearLayout
import app.sotto.*

/** The first run: a join link, then a name. `about`: the link, once there is one. */
class JoinPage(host: Host, private val about: String) : Page<FirstRunView>(host) {
    private val name = kit.field(host.word("join_name"), R.id.join_name)

    override val fields: List<View> get() = if (about.isEmpty()) emptyList() else listOf(name)
    override fun read(phone: Phone) = phone.firstRunView()
    override fun title(of: FirstRunView) = (if (about.isEmpty()) of.join.title else of.name.title).words
    override fun bind(phone: Phone) = if (phone.firstRunView().needed) super.bind(phone) else host.replace(Route(Place.LEVELS))

    override fun LinearLayout.fill(of: FirstRunView) {
        if (about.isNotEmpty()) {
            add(kit.text(of.name.how, Style.SMALL))
            wide(of.name.next, Weight.MAIN) {
                if (host.run { it.join(about, name.text.toString().trim()) }) host.tell(host.word("joining"))
            }
            return
        }
        add(kit.icon(R.drawable.eyeglasses_filled, kit.palette.accent, 72))
        add(kit.text(of.join.how))
        wide(of.join.scan, Weight.MAIN, R.drawable.scan) { host.go(Route(Place.SCANNER)) }
        wide(of.join.paste, Weight.SOFT, R.drawable.add) { host.go(Route(Place.FOUND)) }
        wide(of.join.picture, Weight.SOFT, R.drawable.picture) { host.go(Route(Place.SCANNER, ScannerPage.PICTURE)) }
    }
}

/** What a level forbids, on both phones, in a picture. `about`: which of them, from 0. */
class LevelsPage(host: Host, about: String) : Page<LevelPage>(host) {
    private val index = about.toIntOrNull() ?: 0

    override fun read(phone: Phone) = phone.firstRunView().levels.getOrNull(index)
    override fun title(of: LevelPage) = of.title.words

    override fun LinearLayout.fill(of: LevelPage) {
        val pictures = listOf(R.drawable.level_1, R.drawable.level_2, R.drawable.level_3)
        add(kit.icon(pictures[index.coerceAtMost(pictures.lastIndex)], kit.palette.accent, 168))
        add(kit.card {
            with(kit) { all(of.forbids, Style.STRONG, "· ") }
            of.andAll?.let { add(kit.text(it)) }
        })
        add(kit.text(of.both))
        add(kit.text(of.otherwise))
        val last = index + 1 >= host.phone.firstRunView().levels.size
        wide(of.next, Weight.MAIN) { host.replace(if (last) Route(Place.MY_CARD, MyCardPage.FIRST) else Route(Place.LEVELS, "${index + 1}")) }
    }
}
