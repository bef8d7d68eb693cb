package app.sotto.android

import android.util.Base64
import android.widget.LinearLayout
import app.sotto.*

/** What is longer is no policy; the core says so of its beginning. */
private const val MOST = 128 * 1024

/** The organisations whose policies were accepted, each with what it demands. */
class OrganisationsPage(host: Host, about: String) : Page<OrganisationsView>(host) {
    override fun read(phone: Phone) = phone.organisationsView()
    override fun title(of: OrganisationsView) = of.title.words

    override fun LinearLayout.fill(of: OrganisationsView) {
        of.empty?.let { add(kit.text(it)) }
        for (one in of.organisations) add(kit.card {
            add(kit.text(one.title, Style.TITLE))
            policy(kit, one.policy)
            button(one.leave, Weight.PLAIN, R.drawable.delete) {
                host.sure(one.leave.label.words, one.leaveHint.words) { host.run { it.removePolicy(one.policy.key) } }
            }
        })
        button(of.add, Weight.MAIN, R.drawable.add) { host.choose("*/*") { host.go(Route(Place.OFFER, Base64.encodeToString(it.copyOf(minOf(it.size, MOST)), Base64.NO_WRAP or Base64.URL_SAFE))) } }
    }
}

/** What a policy demands, before it is accepted. `about`: the signed policy in Base64. */
class OfferPage(host: Host, about: String) : Page<OfferView>(host) {
    private val signed = runCatching { Base64.decode(about, Base64.URL_SAFE) }.getOrElse { ByteArray(0) }

    override fun read(phone: Phone) = phone.offerView(signed)
    override fun title(of: OfferView) = of.title.words

    override fun LinearLayout.fill(of: OfferView) {
        add(kit.text(of.state, Style.STRONG))
        of.policy?.let { add(kit.card { policy(kit, it) }) }
        wide(of.accept, Weight.MAIN, R.drawable.check) { if (host.run { it.acceptPolicy(signed) }) host.back() }
    }
}

private fun LinearLayout.policy(kit: Kit, policy: PolicyView) = with(kit) {
    add(text(policy.validity, Style.SMALL))
    policy.nothing?.let { add(text(it)) }
    for (demand in policy.demands) {
        add(line())
        add(text(demand.calls, Style.STRONG))
        all(listOf(demand.place, demand.hours), Style.SMALL)
        all(demand.asks, before = "· ")
    }
    policy.levelsTitle?.let { add(text(it, Style.HEAD)) }
    for (level in policy.levels) {
        add(text(level.title, Style.STRONG))
        all(level.forbids, before = "· ")
    }
    add(text(policy.both, Style.SMALL))
    add(text(policy.issuer, Style.SMALL).apply { textDirection = android.view.View.TEXT_DIRECTION_LTR })
}
