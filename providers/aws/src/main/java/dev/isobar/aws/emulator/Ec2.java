package dev.isobar.aws.emulator;

import dev.isobar.aws.emulator.Network.SecurityGroup;
import dev.isobar.aws.emulator.Network.Subnet;
import dev.isobar.aws.emulator.Network.Vpc;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is needed of EC2: descriptions of the network that is given.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html">Query requests of EC2</a>
 */
final class Ec2 implements Service {
    private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";
    private static final int MOST_RESULTS = 1000;
    private static final Set<String> COMMON =
            Set.of("Action", "Version", "Filter", "MaxResults", "NextToken", "DryRun");

    /**
     * One kind of thing.
     *
     * @param ids the parameter that names some
     * @param id the element that tells one from others, which is also the name of its filter in camel case
     * @param list the element that holds all
     * @param missing the code where one that is named is not there
     * @param filters element by name of filter
     */
    private record Kind(String ids, String id, String list, String missing, Map<String, String> filters) {}

    private static final Map<String, Kind> KINDS = Map.of(
            "DescribeVpcs",
            new Kind(
                    "VpcId",
                    "vpcId",
                    "vpcSet",
                    "InvalidVpcID.NotFound",
                    Map.of("vpc-id", "vpcId", "cidr", "cidrBlock", "state", "state", "is-default", "isDefault")),
            "DescribeSubnets",
            new Kind(
                    "SubnetId",
                    "subnetId",
                    "subnetSet",
                    "InvalidSubnetID.NotFound",
                    Map.of(
                            "subnet-id", "subnetId",
                            "vpc-id", "vpcId",
                            "availability-zone", "availabilityZone",
                            "state", "state")),
            "DescribeSecurityGroups",
            new Kind(
                    "GroupId",
                    "groupId",
                    "securityGroupInfo",
                    "InvalidGroup.NotFound",
                    Map.of("group-id", "groupId", "group-name", "groupName", "vpc-id", "vpcId")));

    @Override
    public String operation(Message message) {
        return Tree.parse(message.body()).get("Action");
    }

    @Override
    public String answer(Store store, Message message, String requestId) {
        var form = Tree.parse(message.body());
        var operation = form.get("Action");
        var kind = KINDS.get(operation);
        if (kind == null) {
            throw ApiError.of("InvalidAction", "The action %s is not supported by the emulator".formatted(operation));
        }
        form.parts().keySet().stream()
                .filter(name -> !COMMON.contains(name) && !name.equals(kind.ids()))
                .findFirst()
                .ifPresent(name -> {
                    throw ApiError.of("UnknownParameter", "The parameter %s is not recognized".formatted(name));
                });
        var all = all(store, operation);
        var named = form.texts(kind.ids());
        named.stream()
                .filter(id -> all.stream().noneMatch(item -> item.get(kind.id()).equals(id)))
                .findFirst()
                .ifPresent(id -> {
                    throw ApiError.of(kind.missing(), "The ID '%s' does not exist".formatted(id));
                });
        var chosen = all.stream()
                .filter(item -> named.isEmpty() || named.contains(item.get(kind.id())))
                .filter(item -> form.items("Filter").stream().allMatch(filter -> holds(kind, filter, item)))
                .toList();
        var page = page(kind.list(), chosen, form, store).with("requestId", requestId);
        return Xml.document(operation + "Response", NAMESPACE, "item", page);
    }

    private static boolean holds(Kind kind, Tree filter, Tree item) {
        var element = kind.filters().get(filter.get("Name"));
        if (element == null) {
            throw ApiError.of("InvalidParameterValue", "The filter '%s' is invalid".formatted(filter.get("Name")));
        }
        return filter.texts("Value").contains(item.get(element));
    }

    /** The token is the number of items before the page. */
    private static Tree page(String list, List<Tree> items, Tree form, Store store) {
        int size = Math.min(
                store.settings().pace().pageSize(),
                form.find("MaxResults").map(Integer::parseInt).orElse(MOST_RESULTS));
        int from = Math.min(
                items.size(), form.find("NextToken").map(Integer::parseInt).orElse(0));
        int to = Math.min(items.size(), from + size);
        var answer = Tree.EMPTY.with(list, Tree.list(items.subList(from, to)));
        return to == items.size() ? answer : answer.with("nextToken", Integer.toString(to));
    }

    private static List<Tree> all(Store store, String operation) {
        var network = store.settings().network();
        return switch (operation) {
            case "DescribeVpcs" -> network.vpcs().stream().map(Ec2::vpc).toList();
            case "DescribeSubnets" ->
                network.subnets().stream().map(Ec2::subnet).toList();
            default ->
                network.securityGroups().stream()
                        .map(group -> group(store, group))
                        .toList();
        };
    }

    private static Tree vpc(Vpc vpc) {
        return Tree.EMPTY
                .with("vpcId", vpc.id())
                .with("state", "available")
                .with("cidrBlock", vpc.cidr().toString())
                .with("isDefault", "false");
    }

    private static Tree subnet(Subnet subnet) {
        return Tree.EMPTY
                .with("subnetId", subnet.id())
                .with("vpcId", subnet.vpcId())
                .with("state", "available")
                .with("availabilityZone", subnet.availabilityZone())
                .with("cidrBlock", subnet.cidr().toString())
                .with(
                        "ipv6CidrBlockAssociationSet",
                        Tree.list(subnet.ipv6Cidr().stream()
                                .map(range -> Tree.EMPTY
                                        .with("ipv6CidrBlock", range.toString())
                                        .with("ipv6CidrBlockState", Tree.EMPTY.with("state", "associated")))
                                .toList()));
    }

    private static Tree group(Store store, SecurityGroup group) {
        return Tree.EMPTY
                .with("groupId", group.id())
                .with("groupName", group.name())
                .with("groupDescription", group.name())
                .with("vpcId", group.vpcId())
                .with("ownerId", store.settings().account().id());
    }

    @Override
    public String refusal(ApiError error, String requestId) {
        var said = Tree.EMPTY.with("Code", error.code()).with("Message", error.text());
        var answer = Tree.EMPTY.with("Errors", Tree.EMPTY.with("Error", said)).with("RequestID", requestId);
        return Xml.document("Response", NAMESPACE, "item", answer);
    }

    @Override
    public String contentType() {
        return "text/xml;charset=UTF-8";
    }

    @Override
    public ApiError throttled() {
        return ApiError.unavailable("RequestLimitExceeded", "Request limit exceeded.");
    }
}
