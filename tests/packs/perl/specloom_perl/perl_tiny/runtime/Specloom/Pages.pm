package Specloom::Pages;

# The items of all pages, one at a time: `while (my $item = $pages->next) { … }`.

use strict;
use warnings;

sub new {
    my ($class, $client, $operation, $request) = @_;
    return bless { client => $client, operation => $operation, request => $request, items => [] }, $class;
}

sub next {
    my ($self) = @_;
    until (@{ $self->{items} }) {
        return undef unless $self->{request};
        $self->fetch;
    }
    return shift @{ $self->{items} };
}

sub fetch {
    my ($self) = @_;
    my ($pages, $request) = ($self->{operation}{pages}, $self->{request});
    my $response = $self->{client}->send($self->{operation}, $request);
    my $items = at($response->{value}, $pages->{items});
    $self->{items} = ref $items eq 'ARRAY' ? [@$items] : [];
    my $next = at($response->{value}, $pages->{next});
    $self->{request} = undef;
    return if !defined $next || $next eq '';
    if ($pages->{style} eq 'next_url') {
        my $base = $self->{client}{base_url};
        $next = $next =~ m{\Ahttps?://[^/]+(/.*)\z} && index($next, $base) != 0 ? origin($base) . $1 : $next;
        $next = origin($base) . $next if $next =~ m{\A/};
        $self->{request} = { %$request, url => $next };
    }
    elsif ($pages->{style} eq 'cursor') {
        my $name = Specloom::Client::escape($pages->{parameter});
        (my $url = $request->{url}) =~ s/([?&])\Q$name\E=[^&]*&?/$1/;
        $url =~ s/[?&]\z//;
        $url .= ($url =~ /\?/ ? '&' : '?') . "$name=" . Specloom::Client::escape($next);
        $self->{request} = { %$request, url => $url };
    }
    return;
}

sub at {
    my ($value, $path) = @_;
    for my $name (@$path) {
        return undef unless ref $value eq 'HASH';
        $value = $value->{$name};
    }
    return $value;
}

sub origin {
    my ($url) = @_;
    return $url =~ m{\A(https?://[^/]+)} ? $1 : '';
}

1;
