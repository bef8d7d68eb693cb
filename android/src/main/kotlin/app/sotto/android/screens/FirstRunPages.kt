package app.sotto.android.screens

import android.view.View
import android.widget.LinearLayout
import app.sotto.*
import app.sotto.android.R
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style

/** The first run: a join link, then a name. `about`: the link, once there is one. */
class JoinPage(host: Host, private val about: String) : Page<FirstRunView>(host) {
    private val name = kit.field(host.word("join_name"), R.id.join_name)
    private val state = Slot(kit.context)

    override val fields: List<View> get() = if (about.isEmpty()) emptyList() else listOf(name, state)
    override fun read(phone: Phone) = phone.firstRunView()
    override fun title(of: FirstRunView) = (if (about.isEmpty()) of.join.title else of.name.title).words
    override fun bind(phone: Phone) = if (phone.firstRunView().needed) super.bind(phone) else host.replace(Route(Route.LEVELS))

    override fun LinearLayout.fill(of: FirstRunView) {
        if (about.isNotEmpty()) {
            add(kit.text(of.name.how, Style.SMALL))
            wide(of.name.next, Weight.MAIN) { join() }
            return
        }
        add(kit.picture(EyeglassesDrawable(Look.FILLED, kit.palette.accent, kit.palette.ground, kit.dp(72))))
        add(kit.text(of.join.how))
        wide(of.join.scan, Weight.MAIN, R.drawable.scan) { host.go(Route(Route.SCANNER)) }
        wide(of.join.paste, Weight.SOFT, R.drawable.add) { host.go(Route(Route.FOUND)) }
        wide(of.join.picture, Weight.SOFT, R.drawable.picture) { host.go(Route(Route.SCANNER, ScannerPage.PICTURE)) }
    }

    private fun join() {
        val taken = host.run { it.join(about, name.text.toString().trim()) }
        state.show(taken) { if (it) add(kit.banner(listOf(host.word("joining")), loud = false)) }
    }
}

/** What a level forbids, on both phones, in a picture. `about`: which of them, from 0. */
class LevelsPage(host: Host, about: String) : Page<LevelPage>(host) {
    private val index = about.toIntOrNull() ?: 0

    override fun read(phone: Phone) = phone.firstRunView().levels.getOrNull(index)
    override fun title(of: LevelPage) = of.title.words

    override fun LinearLayout.fill(of: LevelPage) {
        add(kit.picture(LevelDrawable(of.level.toInt(), kit.palette.accent, kit.palette.surface, kit.dp(168))))
        add(kit.card {
            with(kit) { all(of.forbids, Style.STRONG, "· ") }
            of.andAll?.let { add(kit.text(it)) }
        })
        add(kit.text(of.both))
        add(kit.text(of.otherwise))
        wide(of.next, Weight.MAIN) { next() }
    }

    private fun next() {
        val last = index + 1 >= host.phone.firstRunView().levels.size
        host.replace(if (last) Route(Route.MY_CARD, MyCardPage.FIRST) else Route(Route.LEVELS, "${index + 1}"))
    }
}
